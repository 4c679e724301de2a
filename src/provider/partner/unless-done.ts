import { HttpError } from '../../azure';

/** A write whose answer was lost is sent again and then refused, though it was done. */
export async function unlessDone(call: Promise<void>, isDone: () => Promise<boolean>): Promise<void> {
  try {
    await call;
  } catch (error) {
    const isRefused = error instanceof HttpError && [400, 409, 412].includes(error.status);
    if (!isRefused || !(await isDone())) throw error;
  }
}
