using System.Globalization;
using Bodega.Rentals.Sheets;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>Opens workbooks that people send, a few at once: a hostile one may cost a hundred megabytes and a second of work.</summary>
internal sealed class Workbooks : IDisposable
{
    private readonly SemaphoreSlim _atOnce = new(Math.Clamp(Environment.ProcessorCount, 2, 8));

    /// <summary>Reads one.</summary>
    /// <returns>What was read, and why the file could not be: a text for people, or null.</returns>
    public async Task<(T? Value, string? Flaw)> ReadAsync<T>(IFormFile file, Func<UploadedSheet, Task<T>> read, CancellationToken ct) where T : class?
    {
        await _atOnce.WaitAsync(ct);
        UploadedSheet? sheet = null;
        try
        {
            await using var stream = file.OpenReadStream();
            sheet = UploadedSheet.Open(stream);
            return (await read(sheet), null);
        }
        catch (InvalidDataException)
        {
            return (null, sheet is { IsTooLong: true } ? string.Create(CultureInfo.InvariantCulture, $"tiene más de {UploadedSheet.MostRows} filas.") : "no es un libro .xlsx que se pueda leer.");
        }
        finally
        {
            sheet?.Dispose();
            _atOnce.Release();
        }
    }

    /// <summary>Likewise, where reading waits for nothing.</summary>
    public Task<(T? Value, string? Flaw)> ReadAsync<T>(IFormFile file, Func<UploadedSheet, T> read, CancellationToken ct) where T : class? => ReadAsync(file, sheet => Task.FromResult(read(sheet)), ct);

    public void Dispose() => _atOnce.Dispose();
}
