/** An attachment: focuses the control as soon as it is in the page, because the user who opened it will use it next. */
export function takeFocus(control: HTMLElement): void {
  control.focus();
}
