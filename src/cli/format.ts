export { comparison, percent, plural, times, usd } from '../core/amounts.ts';
