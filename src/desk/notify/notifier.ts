import type {
  NewNotification,
  NotificationSettings,
  Notifications,
  SendChannel,
} from '../../ledger/notifications.ts'

/** Words of what is told, in a language. */
export type ToldWords = Pick<NewNotification, 'title' | 'body'>

export type Told = Pick<NewNotification, 'kind' | 'path' | 'eventKey'> & {
  readonly words: (locale: 'en' | 'fr') => ToldWords
}

/**
 * The one way by which Verity tells people something: each gets it in the app, and by mail and webhook where they want it. Told
 * once, however often it is said; sending is `keepSending`'s business.
 */
export class Notifier {
  readonly #notifications: Pick<Notifications, 'tell' | 'settings'>
  readonly #canMail: boolean

  constructor(
    notifications: Pick<Notifications, 'tell' | 'settings'>,
    options: { readonly canMail: boolean },
  ) {
    this.#notifications = notifications
    this.#canMail = options.canMail
  }

  async tell(personIds: readonly string[], { words, ...told }: Told): Promise<void> {
    for (const personId of new Set(personIds)) {
      const settings = await this.#notifications.settings(personId)
      const notification = { ...told, ...words(settings.locale), personId }
      await this.#notifications.tell(notification, this.#channelsOf(settings, told.kind))
    }
  }

  #channelsOf({ email, webhookUrl, offKinds }: NotificationSettings, kind: string): SendChannel[] {
    if (offKinds.includes(kind)) return []
    const channels: SendChannel[] = []
    if (email !== null && this.#canMail) channels.push('email')
    if (webhookUrl !== null) channels.push('webhook')
    return channels
  }
}
