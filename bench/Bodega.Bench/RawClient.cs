using System.Net;
using System.Net.Sockets;

namespace Bodega.Bench;

/// <summary>One kept-open HTTP/1.1 connection that costs as little as a client can, so that the server is what is measured.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];

    /// <summary>Body of the last answer.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Cookie that the last answer set, as <c>name=value</c>.</summary>
    public string? Cookie { get; private set; }

    public static async Task<RawClient> ConnectAsync(EndPoint server)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(server);
        return client;
    }

    /// <summary>Sends a whole request, reads a whole answer; returns its status.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (read == 0) throw new IOException("The server closed the connection.");
            length += read;
            if (TryFinish(length)) return ((_buffer[9] - '0') * 100) + ((_buffer[10] - '0') * 10) + (_buffer[11] - '0');
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryFinish(int length)
    {
        var answer = _buffer.AsSpan(0, length);
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        var start = head + 4;
        var headers = answer[..start];
        var cookie = headers.IndexOf("Set-Cookie: "u8);
        if (cookie >= 0) Cookie = System.Text.Encoding.ASCII.GetString(headers[(cookie + 12)..(cookie + headers[cookie..].IndexOf((byte)';'))]);
        var at = headers.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            var digits = headers[(at + 16)..];
            var size = int.Parse(digits[..digits.IndexOf((byte)'\r')], System.Globalization.CultureInfo.InvariantCulture);
            Body = _buffer.AsMemory(start, Math.Min(size, length - start));
            return length >= start + size;
        }
        if (headers.IndexOf("Transfer-Encoding: chunked"u8) < 0)
        {
            Body = default;
            return true; // 302, 304: no body
        }
        Body = _buffer.AsMemory(start, length - start);
        return answer.EndsWith("0\r\n\r\n"u8);
    }
}
