/* Terraform and OpenTofu, with our stacks and all their providers, beside the embedded engine. */
const { fileIn, findProgram, versionOf } = require('../stage');
const { playParity } = require('../parity/play');

const tools = [
  { name: 'terraform', variable: 'TILLDELA_TERRAFORM' },
  { name: 'tofu', variable: 'TILLDELA_TOFU' },
];
/** Versions within what the stacks ask for: a binary does not tell its own. */
const azurerms = [
  { label: 'azurerm-4', variable: 'TILLDELA_AZURERM_4', version: '4.99.0' },
  { label: 'azurerm-5', variable: 'TILLDELA_AZURERM_5', version: '5.99.0' },
];
const azuread = { variable: 'TILLDELA_AZUREAD', version: '3.99.0' };
const seeds = [1, 2, 3];

/** @param {number} [seed] the only one to be played */
function parityClients(seed) {
  return tools.flatMap((tool) => azurerms.map((azurerm) => clientOf(tool, azurerm, seed)));
}

function clientOf(tool, azurerm, seed) {
  const file = findProgram(tool.variable, tool.name);
  const providers = [
    { name: 'azurerm', ...azurerm, file: fileIn(azurerm.variable) },
    { name: 'azuread', ...azuread, file: fileIn(azuread.variable) },
  ];
  const missing = [
    !file && `${tool.name} is not on the PATH and not in ${tool.variable}`,
    ...providers.map((provider) => !provider.file && `${provider.variable} names no provider binary`),
  ].filter(Boolean);
  const version = file && versionOf(file);
  return {
    name: `${version ? `${tool.name}-${version}` : tool.name}/${azurerm.label}`,
    missing: missing.join('; ') || undefined,
    scenarios: (seed === undefined ? seeds : [seed]).map((number) => ({
      name: `parity-${number}`,
      opensAzure: true,
      play: (stage) => playParity(stage, number, { tool: file, providers }),
    })),
  };
}

module.exports = { parityClients };
