using System.Globalization;

namespace Bodega.Files.Pdf;

/// <summary>
/// Writes a PDF page by page: a page goes to the stream when the next one is added, the fonts follow at the end.
/// </summary>
/// <remarks>
/// The stream is written synchronously and only forwards, and stays open; a response body that refuses synchronous
/// writes needs a <see cref="MemoryStream"/> in between. The same calls write the same bytes.
/// Source: ISO 32000-1 (PDF 1.7).
/// </remarks>
public sealed class PdfDocument : IDisposable
{
    private readonly PdfObjectWriter file;
    private readonly PdfInfo info;
    private readonly PdfFontUses fonts = new();
    private readonly List<int> pages = [];
    private readonly int catalogNumber;
    private readonly int treeNumber;
    private readonly int resourcesNumber;
    private PdfPage? open;
    private bool isFinished;

    /// <param name="output">Where the file goes.</param>
    /// <param name="info">Title and date.</param>
    public PdfDocument(Stream output, PdfInfo info)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(info);
        this.info = info;
        file = new PdfObjectWriter(output);
        (catalogNumber, treeNumber, resourcesNumber) = (file.Reserve(), file.Reserve(), file.Reserve());
    }

    /// <summary>Begins a page; the one before can no longer be drawn on.</summary>
    /// <param name="size">Each page may have its own.</param>
    public PdfPage AddPage(PdfPageSize size)
    {
        if (isFinished) throw new InvalidOperationException("The document is already finished.");
        WriteOpenPage();
        return open = new PdfPage(size, fonts);
    }

    /// <summary>Writes what is left: without this call the file is not a PDF. A document without pages gets one blank A4.</summary>
    public void Finish()
    {
        if (isFinished) return;
        if (open is null && pages.Count == 0) AddPage(PdfPageSize.A4);
        WriteOpenPage();
        isFinished = true;
        fonts.Write(file, resourcesNumber);
        var kids = string.Join(' ', pages.Select(page => FormattableString.Invariant($"{page} 0 R")));
        file.Object(treeNumber, FormattableString.Invariant($"<</Type/Pages/Count {pages.Count}/Kids[{kids}]>>"));
        file.Object(catalogNumber,
            $"<</Type/Catalog/Pages {treeNumber} 0 R/Lang{PdfText.String(info.Language)}/ViewerPreferences<</DisplayDocTitle true>>>>");
        var infoNumber = file.Reserve();
        file.Object(infoNumber,
            $"<</Title{PdfText.String(info.Title)}/Producer(Bodega)/CreationDate{PdfText.Date(info.CreatedAt)}>>");
        file.Finish(catalogNumber, infoNumber);
    }

    /// <summary>Lets go of what the document holds; it does not finish the file, nor close the stream.</summary>
    public void Dispose() => file.Dispose();

    private void WriteOpenPage()
    {
        if (open is null) return;
        var (page, content) = (file.Reserve(), file.Reserve());
        file.Object(page, string.Create(CultureInfo.InvariantCulture,
            $"<</Type/Page/Parent {treeNumber} 0 R/MediaBox[0 0 {open.Size.Width:0.###} {open.Size.Height:0.###}]/Resources {resourcesNumber} 0 R/Contents {content} 0 R>>"));
        file.Stream(content, open.Close());
        pages.Add(page);
        open = null;
    }
}
