import { priceGapWords } from '../models/priceGap.ts';
import type { ConfigFact, Rates } from '../routing/configFact.ts';
import type { Translate } from '../translate.ts';

/** What no longer holds and what to do about it, in whole sentences. */
export function configFactWords(fact: ConfigFact, t: Translate): string {
  switch (fact.code) {
    case 'unreadable-config':
    case 'invalid-config':
    case 'newer-config':
      return capital(fact.why);
    case 'prompt-missing':
      return t('The prompt {0} is missing or cannot be read. Put it back, or profile it at its new place.', fact.file);
    case 'dataset-missing':
      return t(
        'The dataset {0} is missing or cannot be read. Put it back, or profile the prompt with another dataset.',
        fact.file,
      );
    case 'prompt-changed':
      return t(
        '{0} has changed since it was profiled on {1}: the promise is about the earlier text. Profile the prompt again.',
        fact.file,
        fact.profiledOn,
      );
    case 'dataset-changed':
      return t(
        '{0} has changed since it was profiled on {1}: the promise rests on the earlier rows. Profile the prompt again.',
        fact.file,
        fact.profiledOn,
      );
    case 'model-retires':
      return retirement(fact, t);
    case 'student-file':
      return t("The student's file {0} cannot be used: {1}", fact.file, fact.why);
    case 'price-changed':
      return t(
        'The price of {0} was {1} on {2} and is {3} on {4}: the stated costs and savings no longer hold. Update the price, or profile the prompt again.',
        fact.model,
        rates(fact.was, t),
        fact.was.on,
        rates(fact.is, t),
        fact.is.on,
      );
    case 'price-unknown':
      return fact.gap === undefined
        ? t(
            'The price of {0} was your own and is not given here, so the stated savings cannot be checked. Give your prices again.',
            fact.model,
          )
        : t('{0} Until then the stated savings cannot be checked.', priceGapWords(fact.gap, t));
  }
}

function retirement({ model, on, past, source }: Extract<ConfigFact, { code: 'model-retires' }>, t: Translate): string {
  if (model === undefined)
    return past
      ? t('A model of this config was retired on {0}. Profile the prompt again without it.', on)
      : t('A model of this config will be retired on {0}. Profile the prompt again without it.', on);
  return past
    ? t('{0} was retired on {1} ({2}). Profile the prompt again without it.', model, on, source ?? '')
    : t('{0} will be retired on {1} ({2}). Profile the prompt again without it.', model, on, source ?? '');
}

function rates({ inputUSDPer1M, outputUSDPer1M }: Rates, t: Translate): string {
  return t('{0} in, {1} out per 1M tokens', `$${inputUSDPer1M}`, `$${outputUSDPer1M}`);
}

/** Unless it begins with the name of a field. */
function capital(text: string): string {
  return text.replace(/^(this|it|the)\b/, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}
