// Slurm's daemons run prologs through themselves, by an open file that closes as it is executed. A script cannot be run that way: its shell would find
// no file to read. So a daemon that is started by a script needs a program in front of it, and this one does nothing but run that script:
// it puts /bin/sh and the script before its arguments and calls execve. The words between code and texts are instructions.

/** Code for one processor: the offsets of the two texts go into the instructions that load their addresses. */
interface Processor {
  /** Number of the processor in an ELF header. */
  readonly machine: number;
  code(shell: (instruction: number) => number, script: (instruction: number) => number): Buffer;
}

const HEADERS = 64 + 56;
const BASE = 0x400000;

const X86_64: Processor = {
  machine: 62,
  code: (shell, script) => {
    const code = Buffer.from([
      0x48, 0x8b, 0x0c, 0x24, //             0 mov rcx, [rsp]             number of arguments
      0x48, 0x8d, 0x54, 0xcc, 0x10, //       4 lea rdx, [rsp+rcx*8+16]    environment
      0x48, 0x8d, 0x3d, 0, 0, 0, 0, //       9 lea rdi, [rip+shell]
      0x48, 0x89, 0x3c, 0x24, //            16 mov [rsp], rdi             its place is where the number was
      0x48, 0x8d, 0x05, 0, 0, 0, 0, //      20 lea rax, [rip+script]
      0x48, 0x89, 0x44, 0x24, 0x08, //      27 mov [rsp+8], rax           instead of the program's own name
      0x48, 0x89, 0xe6, //                  32 mov rsi, rsp
      0xb8, 59, 0, 0, 0, 0x0f, 0x05, //     35 execve
      0xbf, 127, 0, 0, 0, //                42 mov edi, 127
      0xb8, 60, 0, 0, 0, 0x0f, 0x05, //     47 exit
    ]);
    code.writeInt32LE(shell(16), 12);
    code.writeInt32LE(script(27), 23);
    return code;
  },
};

const AARCH64: Processor = {
  machine: 183,
  code: (shell, script) => {
    const address = (register: number, distance: number): number => 0x10000000 + (distance % 4) * 2 ** 29 + Math.floor(distance / 4) * 32 + register;
    const words = [
      0xf94003e3, //                  0 ldr x3, [sp]
      0x8b236fe2, //                  4 add x2, sp, x3, lsl 3
      0x91004042, //                  8 add x2, x2, 16
      address(0, shell(12)), //      12 adr x0, shell
      0xf90003e0, //                 16 str x0, [sp]
      address(1, script(20)), //     20 adr x1, script
      0xf90007e1, //                 24 str x1, [sp, 8]
      0x910003e1, //                 28 mov x1, sp
      0xd2801ba8, 0xd4000001, //     32 execve
      0xd2800fe0, //                 40 mov x0, 127
      0xd2800ba8, 0xd4000001, //     44 exit
    ];
    const code = Buffer.alloc(words.length * 4);
    words.forEach((word, index) => code.writeUInt32LE(word, index * 4));
    return code;
  },
};

const PROCESSORS: { readonly [machine: string]: Processor } = { x86_64: X86_64, aarch64: AARCH64 };

/**
 * A program that runs a shell script with its own arguments; undefined for processors nobody has written it for.
 *
 * @param machine name of the processor as `uname -m` has it
 */
export function scriptProgram(script: string, machine: string): Buffer | undefined {
  const processor = PROCESSORS[machine];
  if (processor === undefined) {
    return undefined;
  }
  const shell = Buffer.from('/bin/sh\0');
  const { length } = processor.code(() => 0, () => 0);
  const code = processor.code(instruction => length - instruction, instruction => length + shell.length - instruction);
  const body = Buffer.concat([code, shell, Buffer.from(`${script}\0`)]);
  return Buffer.concat([headers(processor.machine, HEADERS + body.length), body]);
}

/** An ELF header and one segment that holds the whole file. */
function headers(machine: number, size: number): Buffer {
  const header = Buffer.alloc(HEADERS);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(machine, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(BigInt(BASE + HEADERS), 24);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  header.writeUInt32LE(1, 64);
  header.writeUInt32LE(5, 68);
  header.writeBigUInt64LE(BigInt(BASE), 80);
  header.writeBigUInt64LE(BigInt(BASE), 88);
  header.writeBigUInt64LE(BigInt(size), 96);
  header.writeBigUInt64LE(BigInt(size), 104);
  header.writeBigUInt64LE(0x10000n, 112);
  return header;
}
