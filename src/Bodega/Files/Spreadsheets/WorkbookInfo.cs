namespace Bodega.Files.Spreadsheets;

/// <summary>What a workbook says about itself.</summary>
/// <param name="Title">Shown among its properties.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="CreatedAt">Written as the date of creation; nothing else in the file depends on the clock.</param>
public sealed record WorkbookInfo(string Title, string Creator, DateTimeOffset CreatedAt);
