import { Construct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import { checkDate } from './check-grant';
import { checkTexts, isReason } from './declared-text';
import type { GrantProps } from './grant-props';
import { Grant, type GrantTarget } from './grant';
import type { Ledger } from './ledger';
import { checkName, freeId } from './names';
import { PimAssignment, type ActiveProps, type EligibleProps } from './pim-assignment';
import type { AppliedProfile, ExceptionProps, UseProps } from './profile';
import { reporterFor } from './report';
import { userPosition } from './user-position';

/** A subscription or a resource group: a place where roles are granted. */
export abstract class AzureScope extends Construct {
  /** @internal */
  constructor(
    parent: Construct,
    id: string,
    /** @internal */
    readonly target: GrantTarget,
    protected readonly ledger: Ledger,
  ) {
    super(parent, freeId(parent, id));
  }

  /**
   * Gives somebody a role here and on everything below.
   *
   * `id` names the grant in plans, diffs and Terraform's state. In Azure the assignment's name is computed from who, what
   * and where, so renaming the grant changes nothing there; Terraform needs a `moved` block to see that.
   */
  grant(id: string, props: GrantProps): Grant {
    return new Grant(this, id, props, this.target, this.ledger, userPosition(this));
  }

  /**
   * Lets somebody take up a role here for a while, under Privileged Identity Management. Deleting it from the file leaves
   * it in Azure: `revoked: true` takes it back.
   */
  eligible(id: string, props: EligibleProps): PimAssignment {
    return new PimAssignment(this, id, 'eligible', props, this.target, this.ledger, userPosition(this));
  }

  /**
   * Gives somebody a role here under Privileged Identity Management: unlike a grant, Azure itself ends it on its last
   * day. Deleting it from the file leaves it in Azure: `revoked: true` takes it back.
   */
  active(id: string, props: ActiveProps): PimAssignment {
    return new PimAssignment(this, id, 'active', props, this.target, this.ledger, userPosition(this));
  }

  /**
   * Makes all grants of a profile here, but those named in `except`. They are addressed `<id>/<name in the profile>`.
   */
  use<Name extends string>(
    id: string,
    profile: AppliedProfile<Name>,
    props: UseProps<NoInfer<Name>> = {},
  ): void {
    const source = userPosition(this);
    const parent = new Construct(this, freeId(this, id));
    const report = reporterFor(parent, source);
    checkName(parent, id, report);
    const except: Readonly<Record<string, ExceptionProps | undefined>> = props.except ?? {};
    for (const name of Object.keys(except).filter((key) => !Object.hasOwn(profile, key))) {
      report(
        'unknown_exception',
        `The profile has no grant "${name}".`,
        `It has ${Object.keys(profile).join(', ')}.`,
      );
    }
    for (const [name, grant] of Object.entries<GrantProps>(profile)) {
      const exception = except[name];
      if (exception) this.#except(parent, name, exception, source);
      else new Grant(parent, name, grant, this.target, this.ledger, source);
    }
  }

  #except(
    parent: Construct,
    name: string,
    { because, review }: ExceptionProps,
    source: SourcePosition | undefined,
  ): void {
    const path = `${parent.node.path}/${name}`;
    const report = reporterFor(parent, source);
    if (!isReason(because)) report('reason_missing', `The exception for ${path} does not say why.`);
    checkTexts({ because }, report);
    const reviewDate = review === undefined ? undefined : checkDate('review', review, report);
    this.ledger.recordException({ path, because, review: reviewDate, source });
  }
}
