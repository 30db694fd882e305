using System.Globalization;
using System.Threading.Channels;
using Bodega.Notifications;
using Npgsql;

namespace Bodega.Data.PostgreSql;

/// <summary>Carries the bells between nodes by <c>LISTEN</c>/<c>NOTIFY</c>. Signals only: one that is lost is made good by the stream's next heartbeat.</summary>
/// <param name="connectionString">The database.</param>
/// <param name="bell">This node's bell of notifications.</param>
/// <param name="menu">This node's bell of new menu items.</param>
public sealed class BellRelay(string connectionString, NotificationBell bell, Catalog.MenuBell menu)
{
    private const string Channel = "bodega_bell";
    private const char Ring = 'r';
    private const char Open = 'o';
    private const char Menu = 'm';
    private readonly string _node = Guid.NewGuid().ToString("N");

    /// <summary>Completes when the first connection listens.</summary>
    public Task Listening => _listening.Task;

    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Relays until cancelled; a broken connection throws.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        // Full = the database cannot keep up: the oldest signal is the least missed.
        var outgoing = System.Threading.Channels.Channel.CreateBounded<(char Kind, long Id)>(
            new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        void Rang(long id) => outgoing.Writer.TryWrite((Ring, id));
        void Opened(long id) => outgoing.Writer.TryWrite((Open, id));
        void Made(long id) => outgoing.Writer.TryWrite((Menu, id));
        bell.Rang += Rang;
        bell.Opened += Opened;
        menu.Rang += Made;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            var both = new[] { SendAsync(outgoing.Reader, stop.Token), ListenAsync(stop.Token) };
            await Task.WhenAny(both);
            await stop.CancelAsync();
            await Task.WhenAll(both);
        }
        finally
        {
            bell.Rang -= Rang;
            bell.Opened -= Opened;
            menu.Rang -= Made;
        }
    }

    private async Task SendAsync(ChannelReader<(char Kind, long Id)> outgoing, CancellationToken ct)
    {
        if (!await outgoing.WaitToReadAsync(ct)) return; // connects for the first signal: many nodes never have one
        await using var connection = await ConnectAsync(ct);
        var batch = new HashSet<(char Kind, long Id)>();
        while (await outgoing.WaitToReadAsync(ct))
        {
            batch.Clear();
            while (batch.Count < 256 && outgoing.TryRead(out var signal)) batch.Add(signal);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT pg_notify(@channel, payload) FROM unnest(@payloads) AS payload";
            command.Parameters.AddWithValue("channel", Channel);
            command.Parameters.AddWithValue("payloads", batch.Select(s => string.Create(CultureInfo.InvariantCulture, $"{_node} {s.Kind}{s.Id}")).ToArray());
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await ConnectAsync(ct);
        connection.Notification += (_, heard) => Hear(heard.Payload);
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"LISTEN {Channel}";
            await command.ExecuteNonQueryAsync(ct);
        }
        _listening.TrySetResult();
        while (true) await connection.WaitAsync(ct);
    }

    private void Hear(string payload)
    {
        var parts = payload.Split(' ');
        if (parts is not [var node, { Length: > 1 } signal] || node == _node) return;
        if (!long.TryParse(signal.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return;
        if (signal[0] == Ring) bell.RingHere(id);
        else if (signal[0] == Open) bell.EndHere(id);
        else if (signal[0] == Menu) menu.RingHere(id);
    }

    // Outside the pool, whose connections are handed on as they are: nobody should inherit a LISTEN.
    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 30, ApplicationName = "bodega bell" };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
