/** Resources that tokens can be asked for, without trailing slash. Every service of the emulator has one origin. */
const armAudiences = ['https://management.azure.com', 'https://management.core.windows.net'];
const graphAudiences = ['https://graph.microsoft.com'];
const partnerCenterAudiences = ['https://api.partnercenter.microsoft.com'];
/** Not served here; a storage service beside the emulator may take the tokens, as where Terraform keeps its state. */
const storageAudiences = ['https://storage.azure.com'];

/** The audiences that the ARM endpoints accept. */
export function armAudiencesOf(origin: string): readonly string[] {
  return [origin, ...armAudiences];
}

/** The audiences that the Graph endpoints accept. */
export function graphAudiencesOf(origin: string): readonly string[] {
  return [origin, ...graphAudiences];
}

/** The audiences that Partner Center accepts. */
export function partnerCenterAudiencesOf(origin: string): readonly string[] {
  return [origin, ...partnerCenterAudiences];
}

/** Whether Microsoft Entra ID would know a resource by this name. */
export function isKnownResource(origin: string, resource: string): boolean {
  return isOneOf(resource, [
    origin,
    ...armAudiences,
    ...graphAudiences,
    ...partnerCenterAudiences,
    ...storageAudiences,
  ]);
}

/** Compares audiences; a trailing slash makes no difference, as clients send both. */
export function isOneOf(audience: string, allowed: readonly string[]): boolean {
  return allowed.includes(audience.replace(/\/$/, ''));
}
