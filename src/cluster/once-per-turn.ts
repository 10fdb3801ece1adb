/**
 * Keeps an answer until the program's turn ends or its state changes. cdk8s validates the whole app once more for every chart of it, and one
 * hundred clusters would otherwise be judged ten thousand times.
 *
 * @param state what the answer depends on, cheap to tell
 */
export function oncePerTurn<T>(state: () => unknown, produce: () => T): () => T {
  let kept: { readonly state: unknown; readonly answer: T } | undefined;
  return () => {
    const now = state();
    if (kept?.state !== now) {
      kept = { state: now, answer: produce() };
      queueMicrotask(() => { kept = undefined; });
    }
    return kept!.answer;
  };
}
