import { once } from 'events';
import { AddressInfo, createServer } from 'net';

/** Ports of this machine that nobody listens on. All are held until all are found, so that no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(async server => {
    server.close();
    await once(server, 'close');
  }));
  return ports;
}
