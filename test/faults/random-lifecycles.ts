import type { Dice } from './dice';
import type { Plain } from './random-rounds';
import type { DeclaredGrant } from './scenario';

/** The grants with what `depends_on` and `lifecycle` say of them. A grant depends on earlier ones only: no circles. */
export function withLifecycles(dice: Dice, grants: readonly Plain[]): DeclaredGrant[] {
  const chance = {
    order: dice.chance(0.4) ? 0.4 : 0,
    keeping: dice.chance(0.25) ? 0.4 : 0,
    ignoring: dice.chance(0.4) ? 0.5 : 0,
  };
  return grants.map((grant, index) => {
    const earlier = grants.slice(0, index).map(({ path }) => path);
    return {
      ...grant,
      dependsOn: dice.chance(chance.order) ? dice.some(earlier, dice.between(1, 2)) : [],
      // What ends and must not go is an error of the declaration.
      preventDestroy: !grant.until && dice.chance(chance.keeping),
      ignoresCondition: dice.chance(chance.ignoring),
    };
  });
}
