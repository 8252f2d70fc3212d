"""A QR code on a page."""

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas


def draw_qr_code(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """Draw `text` as a QR code, a square of `size` points with its lower left corner at (x, y)."""
    code = QrCodeWidget(text, barLevel="M", barBorder=2)
    left, below, right, above = code.getBounds()
    scale = size / max(right - left, above - below)
    drawing = Drawing(size, size, transform=[scale, 0, 0, scale, 0, 0])
    drawing.add(code)
    renderPDF.draw(drawing, canvas, x, y)
