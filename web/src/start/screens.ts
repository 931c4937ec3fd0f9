export { Connect } from './Connect'
export { Login } from './Login'
export { LoginDialog } from './LoginDialog'
export { Register } from './Register'
