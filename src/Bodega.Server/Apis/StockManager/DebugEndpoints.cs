using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bodega.Audit;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The debug panel's calls (contract §4.13). Nothing is ever executed.</summary>
internal static partial class DebugEndpoints
{
    private const int MostCharacters = 1000;

    public static void MapDebug(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/debug/log", Write).Requires(Access.Root);
        routes.MapGet("/api/debug/logs", (RecentLog log) =>
            StockJson.Ok(new LogLinesBody(log.Of("stockmanager")), DebugJson.Wire.LogLinesBody)).Requires(Access.Root);
        routes.MapPost("/api/debug/command", Command).Requires(Access.Root).Audited(AuditActions.Command, AuditEntities.System);
    }

    private static IResult Write(JsonBody body, ILoggerFactory loggers)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        var level = fields.Plain("level")?.ToLowerInvariant() switch
        {
            "error" => LogLevel.Error,
            "warning" => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        LogFromPage(loggers.CreateLogger("StockManager.Page"), level, OneLine(fields.Plain("message")), OneLine(fields.Plain("timestamp")),
            fields.Raw("context") is { ValueKind: JsonValueKind.Object } context ? OneLine(context.GetRawText()) : "");
        return StockJson.Ok(new LoggedBody("logged"), DebugJson.Wire.LoggedBody);
    }

    private static IResult Command(JsonBody body) =>
        StockJson.Error(new Fields(body.Lenient).Has("code") ? "Comando no permitido" : "No code provided", 400);

    // A page must not be able to write lines that look like ours.
    private static string OneLine(string? text)
    {
        var line = new StringBuilder();
        foreach (var c in text ?? "")
        {
            if (line.Length == MostCharacters) break;
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }
        return line.ToString();
    }

    [LoggerMessage(Message = "{Message} {At} {Context}")]
    private static partial void LogFromPage(ILogger logger, LogLevel level, string message, string at, string context);
}

internal sealed record LoggedBody(string Status);

internal sealed record LogLinesBody(IReadOnlyList<string> Logs);

[JsonSerializable(typeof(LoggedBody))]
[JsonSerializable(typeof(LogLinesBody))]
internal sealed partial class DebugJson : JsonSerializerContext
{
    public static DebugJson Wire { get; } = new(StockJson.Options());
}
