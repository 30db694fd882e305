using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>How many requests one network address may send to a route in a window of time (contract §16.1).</summary>
/// <param name="Requests">How many.</param>
/// <param name="Window">In which time.</param>
internal sealed partial record WindowLimit(int Requests, TimeSpan Window)
{
    /// <summary>Reads <c>5/hour</c>, <c>5 per hour</c>, <c>200/day</c>; null for what is none.</summary>
    public static WindowLimit? Parse(string text)
    {
        var match = Notation().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var requests) || requests == 0) return null;
        return new WindowLimit(requests, match.Groups["unit"].Value.ToLowerInvariant() switch
        {
            "second" => TimeSpan.FromSeconds(1),
            "minute" => TimeSpan.FromMinutes(1),
            "hour" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        });
    }

    [GeneratedRegex(@"^\s*(?<n>\d{1,9})\s*(/|per)\s*(?<unit>second|minute|hour|day)s?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Notation();
}

/// <summary>Counts requests in fixed windows, by route and network address, in this process. The framework's limiter has a clock of its own, which no test can set.</summary>
internal sealed class WindowLimits(TimeProvider clock)
{
    private const int Sweep = 1024;
    private const int Most = 100_000;
    private readonly ConcurrentDictionary<(string Route, IPAddress Network), (DateTimeOffset Ends, int Used)> _windows = [];
    private int _sinceSweep;

    /// <summary>Counts a request; every one counts, refused or not.</summary>
    /// <returns>Null when it may go on, else how long its window still lasts.</returns>
    public TimeSpan? Refuse(string route, WindowLimit limit, IPAddress address)
    {
        var now = clock.GetUtcNow();
        if (Interlocked.Increment(ref _sinceSweep) % Sweep == 0)
            foreach (var (key, window) in _windows)
                if (window.Ends <= now) _windows.TryRemove(KeyValuePair.Create(key, window));
        var network = AddressLimits.NetworkOf(address);
        if (_windows.Count > Most) network = Wide(network); // whoever comes from everywhere shares what is left
        var (ends, used) = _windows.AddOrUpdate((route, network), _ => (now + limit.Window, 1), (_, window) => window.Ends <= now ? (now + limit.Window, 1) : (window.Ends, window.Used + 1));
        return used > limit.Requests ? ends - now : null;
    }

    // The first two bytes of an IPv4 address, the first four of an IPv6 one: a provider's.
    private static IPAddress Wide(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bytes.Length / 4 * (bytes.Length == 4 ? 2 : 1)).Clear();
        return new IPAddress(bytes);
    }
}
