import { randomBytes, randomInt } from 'node:crypto';
import type { SignedIn } from './user-grant';

/** What somebody has begun on a device that has no browser, to be finished elsewhere. */
export interface DeviceSignIn {
  readonly deviceCode: string;
  /** What the person types in. */
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: string;
  /** Milliseconds since 1970. */
  readonly expiry: number;
  /** Absent until the person has been there. */
  readonly outcome?: SignedIn | 'declined';
}

/** The sign-ins by device code of this run. */
export interface DeviceSignIns {
  begin(clientId: string, scope: string): DeviceSignIn;
  /** @throws Error when nothing with this code waits for a person */
  finish(userCode: string, outcome: SignedIn | 'declined'): void;
  find(deviceCode: string): DeviceSignIn | undefined;
  /** A code is good for one token. */
  forget(deviceCode: string): void;
}

/** Seconds. Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code */
export const codeLifetime = 900;

/** Letters and digits that cannot be taken for one another. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export function createDeviceSignIns(now: () => Date): DeviceSignIns {
  const known = new Map<string, DeviceSignIn>();
  const isOver = ({ expiry }: DeviceSignIn): boolean => now().getTime() >= expiry;
  return {
    begin(clientId, scope) {
      // Those that have been over for a while are of no use even for saying so.
      for (const each of known.values()) {
        if (now().getTime() >= each.expiry + codeLifetime * 1000) known.delete(each.deviceCode);
      }
      const signIn = {
        deviceCode: randomBytes(32).toString('base64url'),
        userCode: Array.from({ length: 9 }, () => alphabet[randomInt(alphabet.length)]).join(''),
        clientId,
        scope,
        expiry: now().getTime() + codeLifetime * 1000,
      };
      known.set(signIn.deviceCode, signIn);
      return signIn;
    },
    finish(userCode, outcome) {
      const waiting = [...known.values()].find(
        (each) => each.userCode === userCode.toUpperCase() && each.outcome === undefined && !isOver(each),
      );
      if (!waiting) throw new Error(`No sign-in waits for the code ${userCode}.`);
      known.set(waiting.deviceCode, { ...waiting, outcome });
    },
    find: (deviceCode) => known.get(deviceCode),
    forget: (deviceCode) => void known.delete(deviceCode),
  };
}
