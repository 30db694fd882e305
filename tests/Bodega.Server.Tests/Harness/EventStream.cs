using System.Text;

namespace Bodega.Server.Tests.Harness;

/// <summary>Reads Server-Sent Events frame by frame.</summary>
public sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventStream(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new StreamReader(body, Encoding.UTF8));

    public HttpResponseMessage Response => _response;

    public static async Task<EventStream> OpenAsync(Client client, string path)
    {
        var response = await client.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)response.StatusCode);
        return new EventStream(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next frame without its blank line; null = the stream has ended.</summary>
    public async Task<string?> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var frame = new List<string>();
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0) return string.Join('\n', frame);
            frame.Add(line);
        }
        return null;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
