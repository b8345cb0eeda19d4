/** Fails when it is called, so that nobody takes this for the package whose name it has. */
export function getPemFromP12() {
    throw new Error('p12-pem is left out here; keys are read from PEM files');
}
