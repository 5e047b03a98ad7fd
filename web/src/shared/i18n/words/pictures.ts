import type { Message } from '../message.ts'

export const PICTURES = {
  'picture.image': { en: 'Picture', fr: 'Image' },
  'picture.video': { en: 'Video', fr: 'Vidéo' },
  'picture.audio': { en: 'Audio', fr: 'Son' },
  'picture.other': { en: 'Attachment', fr: 'Pièce jointe' },
  'picture.link': { en: 'Preview of a link', fr: 'Aperçu d’un lien' },
  'picture.noWords': { en: 'described by nobody', fr: 'sans description' },
  'picture.described': { en: '{kind}: {text}', fr: '{kind}\u00a0: {text}' },
  'picture.undescribed': { en: '{kind}, {text}', fr: '{kind}, {text}' },
  'picture.count': {
    en: { one: '{n} attachment', other: '{n} attachments' },
    fr: { one: '{n} pièce jointe', other: '{n} pièces jointes' },
  },
} as const satisfies Record<string, Message>
