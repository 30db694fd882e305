namespace Bodega.Server.Hosting;

/// <summary>One line for each event on standard output; JSON lines by a setting.</summary>
internal static class Logs
{
    public static void Configure(ILoggingBuilder logging, IConfiguration configuration, Settings settings)
    {
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("Npgsql", LogLevel.Warning);
        // The failure is logged once, by SurfaceErrors, with the request's id.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None).AddFilter("Npgsql.Command", LogLevel.None);
        if (settings.JsonLogs) logging.AddJsonConsole(json => (json.IncludeScopes, json.UseUtcTimestamp, json.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        else logging.AddSimpleConsole(line => (line.SingleLine, line.UseUtcTimestamp, line.TimestampFormat) = (true, true, "HH:mm:ss.fff "));
    }
}
