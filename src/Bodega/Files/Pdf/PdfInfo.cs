namespace Bodega.Files.Pdf;

/// <summary>What a PDF says about itself.</summary>
/// <param name="Title">Shown in the reader's window.</param>
/// <param name="CreatedAt">Written as the date of creation; nothing else in the file depends on the clock.</param>
/// <param name="Language">Language of the text, for readers that speak it aloud.</param>
public sealed record PdfInfo(string Title, DateTimeOffset CreatedAt, string Language = "es");
