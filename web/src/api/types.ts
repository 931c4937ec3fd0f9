import type { components } from './schema'

type Schemas = components['schemas']

export type BulkAction = Schemas['BulkAction']
export type BulkDeed = Schemas['BulkAnswer']
export type BulkLine = Schemas['BulkLineAnswer']
export type BulkPreview = Schemas['BulkPreviewAnswer']
export type BulkProblem = Schemas['BulkProblem']
export type Channel = Schemas['Channel']
export type Claim = Schemas['ClaimAnswer']
export type Counts = Schemas['CountsAnswer']
export type Changes = Schemas['ChangesAnswer']
export type Check = Schemas['CheckAnswer']
export type Connected = Schemas['ConnectAnswer']
export type Customer = Schemas['CustomerAnswer']
export type Deadline = Schemas['DeadlineAnswer']
export type Draft = Schemas['DraftAnswer']
export type EarlierAnswer = Schemas['EarlierAnswerAnswer']
export type Escalation = Schemas['EscalationAnswer']
export type Finding = Schemas['FindingAnswer']
export type Fit = Schemas['Fit']
export type FitShares = Schemas['FitAnswer']
export type EditRequest = Partial<Schemas['EditRequest']> &
  Pick<Schemas['EditRequest'], 'text' | 'reason' | 'revision' | 'client_request_id'>
export type FieldProblem = Schemas['FieldProblem']
export type Highlight = Schemas['HighlightAnswer']
export type HungFile = Schemas['FileAnswer']
export type InboxPage = Schemas['InboxAnswer']
export type Intent = Schemas['Intent']
export type Interaction = Schemas['InteractionAnswer']
export type Link = Schemas['LinkAnswer']
export type ExportState = Schemas['ExportStateAnswer']
export type Marketplaces = Schemas['MarketplacesAnswer']
export type Me = Schemas['Me']
export type Message = Schemas['MessageAnswer']
export type Messages = Schemas['MessagesAnswer']
export type Notice = Schemas['NoticeAnswer']
export type Patch = Partial<Schemas['PatchRequest']>
export type Photo = Schemas['PhotoAnswer']
export type Problem = Schemas['Problem']
export type Product = Schemas['ProductAnswer']
export type ProductCard = Schemas['ProductCardAnswer']
export type ProductFacts = Schemas['ProductFactsAnswer']
export type PublishedAnswer = Schemas['PublishedAnswer']
export type Queued = Schemas['QueuedAnswer']
export type Quote = Schemas['QuoteAnswer']
export type Reply = Schemas['ReplyAnswer']
export type ReplyRequest = Partial<Schemas['ReplyRequest']> &
  Pick<Schemas['ReplyRequest'], 'text' | 'text_hash' | 'revision' | 'client_request_id'>
export type ReplyState = Schemas['ReplyState']
export type Row = Schemas['Row']
export type SavedWords = Schemas['ComposerAnswer']
export type ScopeCheck = Schemas['ScopeCheck']
export type ScopeChecks = Schemas['ScopeChecksAnswer']
export type SearchReading = Schemas['SearchAnswer']
export type Source = Schemas['SourceAnswer']
export type Step = Schemas['ThreadStepAnswer']
export type Surroundings = Schemas['ContextAnswer']
export type Sync = Schemas['SyncAnswer']
export type ChannelSync = Schemas['ChannelSyncAnswer']
export type Timeline = Schemas['TimelineAnswer']
export type Topic = Schemas['TopicAnswer']
export type TopicShare = Schemas['TopicShareAnswer']
export type Upload = Schemas['UploadAnswer']

export type Video = Schemas['VideoAnswer']

export const CHANNELS = ['review', 'question', 'chat'] as const satisfies readonly Channel[]
export const VIEWS = [
  'hot',
  'attention',
  'waiting',
  'done',
  'snoozed',
  'failed',
  'auto',
  'all',
] as const
export type ViewName = (typeof VIEWS)[number]

/** Whether the draft at hand will do, and what shall be otherwise in another one. */
export interface DraftAsk {
  regenerate: boolean
  wish?: string
}
