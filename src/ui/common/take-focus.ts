/** An attachment: the control has the keyboard as soon as it is there, because whoever asked for it goes on with it. */
export function takeFocus(control: HTMLElement): void {
  control.focus();
}
