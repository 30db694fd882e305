using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Bodega.Data.PostgreSql;

/// <summary>Tells each connection whose rows it may see, before its first statement (policies: <c>0003_row_level_security.sql</c>).</summary>
/// <remarks>The setting lives as long as the physical connection, so it is sent only when the tenant changes: a shop alone on
/// its server pays nothing. It is sent outside any transaction, since a rollback would take it back.</remarks>
internal sealed class TenantWall : DbConnectionInterceptor
{
    public const long AllTenants = -1;

    // Backend process id → tenant. A new backend, even under an old id, is forgotten first (physical connection initialiser).
    private readonly ConcurrentDictionary<int, long> _tenants = new();

    public void Forget(NpgsqlConnection connection) => _tenants.TryRemove(connection.ProcessID, out _);

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
        await EnterAsync((NpgsqlConnection)connection, TenantOf(eventData), cancellationToken);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        throw new NotSupportedException("Connections are opened asynchronously.");

    public async Task EnterAsync(NpgsqlConnection connection, long tenant, CancellationToken ct)
    {
        if (_tenants.TryGetValue(connection.ProcessID, out var present) && present == tenant) return;
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT set_config('bodega.tenant', @tenant, false)";
        command.Parameters.AddWithValue("tenant", tenant.ToString(CultureInfo.InvariantCulture));
        await command.ExecuteNonQueryAsync(ct);
        _tenants[connection.ProcessID] = tenant;
    }

    private static long TenantOf(ConnectionEndEventData eventData) =>
        eventData.Context is BodegaDb db ? (db.Caller.AcrossTenants ? AllTenants : db.Caller.TenantId) : 0;
}
