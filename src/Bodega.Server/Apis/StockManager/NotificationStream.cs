using System.Text;
using System.Text.Json;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The live stream of a user's notifications (contract §4.10): Server-Sent Events.</summary>
/// <remarks>A ring only wakes the stream, which then reads the database; rings that come while it reads or while its client is slow
/// become one. So no client holds up another, and nothing piles up.</remarks>
internal sealed class NotificationStream(BodegaDb db, NotificationBell bell, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>Silence after which the stream says that it lives, and looks whether it still may.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    public async Task RunAsync(HttpContext http, StockCaller caller)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        using var woken = new SemaphoreSlim(0, 1);
        var signal = new Signal(woken);
        // Listens before it reads, so that nothing falls between the two.
        using var listener = bell.Listen(caller.UserId, signal.Ring);
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await StreamAsync(http, caller, signal, woken, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client hung up or the server stops: both end a stream as they should.
        }
        finally
        {
            signal.Close();
        }
    }

    private async Task StreamAsync(HttpContext http, StockCaller caller, Signal signal, SemaphoreSlim woken, CancellationToken ct)
    {
        var newest = await db.NewestAsync(caller.UserId, ct);
        await FrameAsync(http, "init", await db.UnreadAsync(caller.UserId, 5, ct), ct);
        while (true)
        {
            var rang = await WaitAsync(woken, ct);
            if (!bell.IsCurrent(caller.UserId, signal.Ring) || !await MayStayAsync(caller, ct)) return;
            // A heartbeat looks too: a ring from another node may have been lost with its connection. A ring is believed:
            // keys need not become visible in their order.
            var latest = await db.NewestAsync(caller.UserId, ct);
            if (rang || latest > newest) await FrameAsync(http, "update", await db.UnreadAsync(caller.UserId, 10, ct), ct);
            else await WriteAsync(http, ": heartbeat\n\n", ct);
            newest = Math.Max(newest, latest);
        }
    }

    // True for a ring, false for silence.
    private async Task<bool> WaitAsync(SemaphoreSlim woken, CancellationToken ct)
    {
        using var silence = new CancellationTokenSource(Heartbeat, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, ct);
        try
        {
            await woken.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    // Signed out, expired or disabled meanwhile: the stream is over.
    private async Task<bool> MayStayAsync(StockCaller caller, CancellationToken ct)
    {
        var now = clock.GetNow();
        return await db.Sessions.AnyAsync(
            session => session.Id == caller.SessionId && session.ExpiresAt > now
                && db.Memberships.Any(member => member.Id == caller.UserId && member.Status == MembershipStatus.Active), ct);
    }

    private static Task FrameAsync(HttpContext http, string name, FrameBody body, CancellationToken ct) =>
        WriteAsync(http, $"event: {name}\ndata: {JsonSerializer.Serialize(body, NotificationJson.Wire.FrameBody)}\n\n", ct);

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken ct)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await http.Response.Body.FlushAsync(ct);
    }

    // Rings may come from any thread, at any time, also while the stream ends.
    private sealed class Signal(SemaphoreSlim woken)
    {
        private readonly Lock _gate = new();
        private bool _closed;

        public void Ring()
        {
            lock (_gate)
            {
                if (!_closed && woken.CurrentCount == 0) woken.Release();
            }
        }

        public void Close()
        {
            lock (_gate) _closed = true;
        }
    }
}
