import type { App } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { RoleFile } from '../catalogue';
import type { Cloud, Lock } from '../model';

/** What a stack knows of the project that it is synthesized in. */
export interface ProjectContext {
  /** Absolute path; source positions are relative to it. Default: the folder in which the process runs. */
  readonly projectFolder: string;
  /** Lock files by customer. */
  readonly locks: ReadonlyMap<string, Lock>;
  /** Roles beyond the bundled ones. Default: none. */
  readonly roleFile?: RoleFile;
}

const projectKey = 'tilldela:project';
const cloudKey = 'cloud'; // the user's own key in the context of cdktf.json

/** Must run before the first stack is made. Wins over the context that the CDKTF CLI hands down in the environment. */
export function setProjectContext(app: App, cloud: Cloud, context: ProjectContext): void {
  app.node.setContext(cloudKey, cloud);
  app.node.setContext(projectKey, context);
}

/** Under a plain `app.synth()` there is no context: `path.relative('', file)` then starts from the working folder. */
export function projectContextOf(construct: IConstruct): ProjectContext {
  const context = construct.node.tryGetContext(projectKey) as ProjectContext | undefined;
  return context ?? { projectFolder: '', locks: new Map() };
}

/** The cloud as written in the context, not yet parsed. */
export function cloudTextOf(construct: IConstruct): string | undefined {
  const cloud: unknown = construct.node.tryGetContext(cloudKey);
  return typeof cloud === 'string' ? cloud : undefined;
}
