import { InputError } from '../core/errors.ts';

/** A flag or argument that cannot be used; the message names it and what it takes. */
export class UsageError extends InputError {}
