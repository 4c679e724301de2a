import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';

/** Codes that only the emulator needs: those of Partner Center for these cases are not documented. */
export const codes = {
  badRequest: '2000',
  unauthorized: '900401',
  mfaRequired: '900421',
  forbidden: '900403',
  notFound: '2001',
  conflict: '2009',
} as const;

/** Source: https://learn.microsoft.com/partner-center/developer/error-codes */
export function partnerCenterError(refusal: Refusal, headers: Readonly<Record<string, string>>): Answer {
  return {
    status: refusal.status,
    headers: { ...headers, ...refusal.headers },
    body: { code: refusal.code, description: refusal.message, data: [], source: 'PartnerFD' },
  };
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, codes.badRequest, message);
}

export function forbidden(message: string): Refusal {
  return new Refusal(403, codes.forbidden, message);
}

export function notFound(what: string): Refusal {
  return new Refusal(404, codes.notFound, `${what} was not found.`);
}
