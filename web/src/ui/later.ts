import { lazy } from './lazy'

/** Few open a picture: its dialog is fetched for them. */
export const PhotoDialog = lazy(async () => (await import('./PhotoDialog')).PhotoDialog, {
  extra: true,
})
