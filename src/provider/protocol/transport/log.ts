/** Writes a line to Terraform's log, which is shown with TF_LOG. `fields` must hold no secret. */
export type Log = (
  level: 'trace' | 'debug' | 'info' | 'error',
  message: string,
  fields?: Readonly<Record<string, string | number>>,
) => void;

/** Lines in the form of hclog, on `write`, which is standard error: standard output belongs to the handshake. */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  return (level, message, fields = {}) => {
    // Terraform takes lines for its own only when the time has six digits of a second.
    const timestamp = now().toISOString().replace('Z', '000Z');
    const line = { '@level': level, '@message': message, '@module': 'tilldela', '@timestamp': timestamp };
    write(`${JSON.stringify({ ...line, ...fields })}\n`);
  };
}
