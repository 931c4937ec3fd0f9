export { Filters } from './Filters'
export { SearchHelp } from './SearchHelp'
export { SearchNotes } from './SearchNotes'
