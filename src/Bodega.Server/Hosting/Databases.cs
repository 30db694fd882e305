using Bodega.Data;
using Bodega.Data.PostgreSql;
using Bodega.Data.Sqlite;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Hosting;

/// <summary>Chooses the database by its connection string and registers the context.</summary>
internal static class Databases
{
    public static DatabaseProvider Open(string connectionString) =>
        PostgreSqlAddress.Fits(connectionString) ? new PostgreSqlProvider(connectionString)
        : connectionString.Contains("Data Source=", StringComparison.OrdinalIgnoreCase) ? new SqliteProvider(connectionString)
        : throw new BadSettingException("ConnectionStrings:Bodega", "must begin with Data Source= (SQLite), Host= or postgres:// (PostgreSQL)");

    public static IServiceCollection AddBodegaDb(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => Open(connectionString));
        services.AddPooledDbContextFactory<BodegaDb>((provider, options) => provider.GetRequiredService<DatabaseProvider>().Configure(options));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<BodegaDb>>().CreateDbContext()
            .Serve(provider.GetRequiredService<Caller>(), provider.GetRequiredService<DatabaseProvider>()));
        return services;
    }
}
