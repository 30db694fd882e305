using System.Collections.Concurrent;
using System.Globalization;

namespace Bodega.Server.Hosting;

/// <summary>The last log lines of each surface, in memory, for its administrators. Lines from outside a surface's requests are the
/// installation's business and are not kept.</summary>
internal sealed class RecentLog(IHttpContextAccessor contexts, TimeProvider clock) : ILoggerProvider
{
    /// <summary>Lines that are kept.</summary>
    public const int Length = 100;

    private const int MostCharacters = 2000;
    private readonly ConcurrentDictionary<string, Queue<string>> _lines = new(StringComparer.Ordinal);

    /// <summary>The lines of a surface, oldest first.</summary>
    public IReadOnlyList<string> Of(string surface)
    {
        if (!_lines.TryGetValue(surface, out var lines)) return [];
        lock (lines) return [.. lines];
    }

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private void Keep(LogLevel level, string category, string message, Exception? exception)
    {
        if (contexts.HttpContext?.Features.Get<SurfaceFeature>() is not { } feature) return;
        // The failure's own text may quote what a person typed; the whole of it is in the server's log.
        var failure = exception is null ? "" : $" [{exception.GetType().Name}]";
        var line = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z {level.ToString().ToUpperInvariant()} {category}: {message}{failure}");
        if (line.Length > MostCharacters) line = line[..MostCharacters];
        var lines = _lines.GetOrAdd(feature.Surface.Key, _ => new Queue<string>(Length));
        lock (lines)
        {
            if (lines.Count == Length) lines.Dequeue();
            lines.Enqueue(line);
        }
    }

    private sealed class Writer(RecentLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Keep(logLevel, category, formatter(state, exception), exception);
        }
    }
}
