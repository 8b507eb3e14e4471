// How `make lint` wants the JavaScript of the widgets to look: as Prettier writes it, in lines as long as those of Python.

export default { printWidth: 120 };
