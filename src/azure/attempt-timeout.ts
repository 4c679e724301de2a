import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/**
 * Bounds one attempt, from connecting to the end of the answer; afterwards the request fails with an AbortError and is
 * not tried again. Goes behind the phase "Sign": getting a token has a bound of its own. Not `request.timeout`, which
 * ends with the headers and whose timer outlives a failed attempt, so that the process cannot end.
 */
export function attemptTimeout(milliseconds: number): PipelinePolicy {
  return {
    name: 'tilldelaAttemptTimeout',
    async sendRequest(request, next) {
      const whole = request.abortSignal;
      const attempt = AbortSignal.timeout(milliseconds);
      request.abortSignal = whole instanceof AbortSignal ? AbortSignal.any([whole, attempt]) : attempt;
      try {
        return await next(request);
      } catch (error) {
        if (!attempt.aborted) throw error;
        throw Object.assign(new Error(`no answer within ${milliseconds / 1000} s`), { name: 'AbortError' });
      } finally {
        if (whole) request.abortSignal = whole;
        else delete request.abortSignal;
      }
    },
  };
}
