import { fail } from '../diagnostics';

/**
 * The arguments as yargs wants them. Terraform writes long flags with one dash (`-out=plan.json`), and users have that
 * in their fingers; what Terraform has and tilldela does not is refused with what to do instead.
 */
export function fromTerraformStyle(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const rest = end < 0 ? [] : args.slice(end + 1); // names of customers never begin with a dash
  const command = options.find((argument) => !argument.startsWith('-'));
  if (command === 'destroy' || options.some((argument) => /^--?destroy\b/.test(argument))) {
    fail('destroy_refused', {
      detail: 'Removing all access of a customer in one command is not offered.',
      hint: 'Remove the grants from the file of the customer and run: tilldela plan\nTo leave the customer: tilldela offboard CUSTOMER\nTo stop managing a scope and leave its access as it is: tilldela forget CUSTOMER/ALIAS',
    });
  }
  if (options.some((argument) => /^--?target\b/.test(argument))) {
    fail('target_refused', {
      detail: 'A plan of tilldela covers a whole customer.',
      hint: 'Name the customers instead: tilldela plan contoso',
    });
  }
  return [...options.map(withTwoDashes), ...rest];
}

function withTwoDashes(argument: string): string {
  return /^-[a-zA-Z][\w-]+/.test(argument) && !argument.startsWith('--') ? `-${argument}` : argument;
}
