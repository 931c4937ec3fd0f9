export { ContextPanel } from '../context/ContextPanel'
export { Conversation } from './Conversation'
