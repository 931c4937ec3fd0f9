import { AppContext } from './state/context'
import { inboxRoute } from './route'
import { InboxScreen } from './inbox/InboxScreen'
import { useKeys } from './inbox/useKeys'
import { Boundary } from './ui/Boundary'
import { Button } from './ui/Button'
import { Empty } from './ui/Empty'
import { Link } from './ui/Link'
import { Skeleton } from './ui/Skeleton'
import { Notes } from './ui/Toasts'
import { lazy } from './ui/lazy'
import { common, missing } from './words/ru'
import type { App } from './state/app'

/** A screen whose code is on its way. */
const whole = {
  waiting: () => (
    <main aria-busy="true">
      <Skeleton lines={[30, 90, 80, 60]} />
    </main>
  ),
}

const screens = () => import('./start/screens')
const Login = lazy(async () => (await screens()).Login, whole)
const Register = lazy(async () => (await screens()).Register, whole)
const Forgot = lazy(async () => (await screens()).Forgot, whole)
const Reset = lazy(async () => (await screens()).Reset, whole)
const Connect = lazy(async () => (await screens()).Connect, whole)
const LoginDialog = lazy(async () => (await screens()).LoginDialog)
const Settings = lazy(async () => (await import('./settings/SettingsScreen')).SettingsScreen, whole)
const Home = lazy(async () => (await import('./home/HomeScreen')).HomeScreen, whole)
const Analytics = lazy(
  async () => (await import('./analytics/AnalyticsScreen')).AnalyticsScreen,
  whole,
)
const Palette = lazy(async () => (await import('./inbox/Palette')).Palette, { extra: true })
const KeysDialog = lazy(async () => (await import('./inbox/KeysDialog')).KeysDialog, {
  extra: true,
})

interface Props {
  app: App
}

/** The frame: who is signed in and where they are decide what is shown. */
export function Root({ app }: Props) {
  const session = app.session.state.value
  useKeys(app)
  return (
    <AppContext.Provider value={app}>
      <Boundary of={app.router.route.value.name}>
        <Screen app={app} />
      </Boundary>
      {session.kind === 'active' && session.expired && <LoginDialog />}
      {app.helpOpen.value && <KeysDialog onClose={() => (app.helpOpen.value = false)} />}
      {session.kind === 'active' && app.paletteOpen.value && (
        <Palette onClose={() => (app.paletteOpen.value = false)} />
      )}
      <Notes />
    </AppContext.Provider>
  )
}

function Screen({ app }: Props) {
  const session = app.session.state.value
  const route = app.router.route.value
  if (session.kind === 'unknown') return null
  if (session.kind === 'failed') {
    return (
      <main>
        <Empty icon="failed" tone="bad" title={common.failedTitle} hint={session.error.message}>
          <Button onClick={() => void app.session.restore()}>{common.retry}</Button>
        </Empty>
      </main>
    )
  }
  switch (route.name) {
    case 'login':
      return <Login next={route.next} />
    case 'register':
      return <Register next={route.next} />
    case 'forgot':
      return <Forgot />
    case 'reset':
      return <Reset />
    case 'connect':
      return session.kind === 'active' ? <Connect /> : null
    case 'home':
      return session.kind === 'active' ? <Home /> : null
    case 'analytics':
      return session.kind === 'active' ? <Analytics /> : null
    case 'settings':
      return session.kind === 'active' ? <Settings route={route} /> : null
    case 'inbox':
      return session.kind === 'active' ? <InboxScreen route={route} /> : null
    case 'missing':
      return (
        <main>
          <h1 class="visually-hidden">{missing.title}</h1>
          <Empty icon="search" title={missing.title}>
            <Link to={inboxRoute()}>{missing.back}</Link>
          </Empty>
        </main>
      )
  }
}
