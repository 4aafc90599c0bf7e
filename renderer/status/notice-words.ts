import type { TFunction } from 'i18next';
import type { HostNotice } from './use-host-notice.ts';

/** A few words, for a row. */
export function noticeWord(t: TFunction, notice: HostNotice): string {
  switch (notice.code) {
    case 'secret-missing':
      return t('notice.secretMissing');
    case 'list-used-up':
      return t('notice.listUsedUp');
    case 'last-line':
      return t('notice.lastLine');
    case 'few-lines':
      return t('notice.fewLines', { count: notice.left });
    case 'doubt':
      return t('notice.doubt');
    default:
      return notice satisfies never;
  }
}

/** The whole sentence, for the details. */
export function noticeSentence(t: TFunction, notice: HostNotice): string {
  switch (notice.code) {
    case 'secret-missing':
      return t('notice.secretMissingText');
    case 'list-used-up':
      return t('notice.listUsedUpText');
    case 'last-line':
      return t('notice.lastLineText');
    case 'few-lines':
      return t('notice.fewLinesText', { count: notice.left });
    case 'doubt':
      return t(notice.kind === 'line' ? 'notice.doubtLine' : 'notice.doubtCounter', {
        number: notice.number,
      });
    default:
      return notice satisfies never;
  }
}
