using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Ocha;

/// <summary>Tells every open socket of a new product, whichever surface made it (contract §12).</summary>
/// <remarks>A frame is written once for all. Each socket has a small queue and a sender of its own: one that does not keep up is dropped,
/// and nobody waits for it, least of all the request that made the product.</remarks>
internal sealed partial class NewProductSockets(Surface surface, IServiceScopeFactory scopes, MenuBell bell, ILogger<NewProductSockets> logger) : BackgroundService
{
    private const int MostWaiting = 32;
    private const int MostInbound = 64 * 1024;
    private const int MostOpen = 20_000;
    private static readonly byte[] Welcome = """{"message":"Connecté au WebSocket"}"""u8.ToArray();

    private readonly ConcurrentDictionary<Listener, bool> _listeners = new();
    private readonly Channel<(long ProductId, MenuItem? Item)> _made = Channel.CreateBounded<(long ProductId, MenuItem? Item)>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Sockets that are open.</summary>
    public int Open => _listeners.Count;

    /// <summary>Serves one socket until either side ends it.</summary>
    public async Task ServeAsync(HttpContext http)
    {
        if (_listeners.Count >= MostOpen)
        {
            await surface.WriteAsync(http, HttpFaults.Overloaded);
            return;
        }
        // The first one offered is taken (contract §12), if it is a name at all.
        var offered = http.WebSockets.WebSocketRequestedProtocols;
        using var socket = await http.WebSockets.AcceptWebSocketAsync(offered.Count > 0 && offered[0].All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)) ? offered[0] : null);
        var listener = new Listener(socket, Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(MostWaiting) { SingleReader = true }));
        listener.Frames.Writer.TryWrite(Welcome);
        _listeners[listener] = true;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            var both = new[] { SendAsync(socket, listener, end.Token), ReceiveAsync(socket, end.Token) };
            await Task.WhenAny(both);
            _listeners.TryRemove(listener, out _);
            await end.CancelAsync();
            await Task.WhenAll(both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _listeners.TryRemove(listener, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void Made(long productId, MenuItem? item) => _made.Writer.TryWrite((productId, item));
        bell.Heard += Made;
        try
        {
            await foreach (var (productId, item) in _made.Reader.ReadAllAsync(stoppingToken))
                try
                {
                    if (!_listeners.IsEmpty && await FrameAsync(productId, item, stoppingToken) is { } frame) Broadcast(frame);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    LogLost(exception, productId);
                }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the server stops
        }
        finally
        {
            bell.Heard -= Made;
        }
    }

    private void Broadcast(ReadOnlyMemory<byte> frame)
    {
        foreach (var listener in _listeners.Keys)
            if (!listener.Frames.Writer.TryWrite(frame))
            {
                _listeners.TryRemove(listener, out _);
                listener.Socket.Abort(); // too slow: its sender and its receiver end with it
            }
    }

    // As it was saved, where that was here; read from the database, where another node made it. Another tenant's is not ours to tell.
    private async Task<byte[]?> FrameAsync(long productId, MenuItem? item, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        await scope.ServiceProvider.TenantOf(surface).EnterAsync(caller, ct);
        if (item is not null && item.TenantId != caller.TenantId) return null;
        item ??= await scope.ServiceProvider.GetRequiredService<BodegaDb>().MenuItems.AsNoTracking().Include(i => i.Product).FirstOrDefaultAsync(i => i.ProductId == productId, ct);
        return item is null ? null : JsonSerializer.SerializeToUtf8Bytes(new NewProductFrame("new_product", ProductBody.Of(item)), OchaWire.Wire.NewProductFrame);
    }

    private static async Task SendAsync(WebSocket socket, Listener listener, CancellationToken ct)
    {
        await foreach (var frame in listener.Frames.Reader.ReadAllAsync(ct)) await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, ct);
    }

    // What clients say is read and forgotten; reading also answers their pings and notices their close.
    private static async Task ReceiveAsync(WebSocket socket, CancellationToken ct)
    {
        var buffer = new byte[1024];
        long length = 0;
        while (socket.State == WebSocketState.Open)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), ct);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
                return;
            }
            length = received.EndOfMessage ? 0 : length + received.Count;
            if (length <= MostInbound) continue;
            await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, ct);
            return;
        }
    }

    private sealed record Listener(WebSocket Socket, Channel<ReadOnlyMemory<byte>> Frames);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody was told of product {ProductId}")]
    private partial void LogLost(Exception exception, long productId);
}
