import type { Login } from '../azure';

/**
 * How somebody else than the example's application signs in to the emulator, by the environment: a person by name, with a
 * second factor unless `TILLDELA_EMULATOR_MFA` is `no`, or an application by a file with a token that it trusts. Undefined
 * where it names nobody.
 */
export function emulatedLogin(emulator: {
  readonly origin: string;
  readonly caCertificate: string;
  readonly folder: string;
}): Login | undefined {
  const { env } = process;
  const [clientId, tokenFile] = [env['TILLDELA_EMULATOR_CLIENT_ID'], env['TILLDELA_EMULATOR_TOKEN_FILE']];
  if (clientId && tokenFile) return { kind: 'workload-identity', clientId, tokenFile };
  const user = env['TILLDELA_EMULATOR_USER'];
  if (!user) return undefined;
  const mfa = env['TILLDELA_EMULATOR_MFA'] !== 'no';
  const finish = async (code: string): Promise<void> => {
    const { finishDeviceSignIn } = await import('../emulator');
    await finishDeviceSignIn(emulator, { code, user, mfa });
  };
  const tell = (message: string) =>
    void finish(codeIn(message)).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  return { kind: 'device-code', tell };
}

/** "… and enter the code ABCD1234 to authenticate." */
function codeIn(message: string): string {
  return /\bcode (\S+) /.exec(message)?.[1] ?? '';
}
