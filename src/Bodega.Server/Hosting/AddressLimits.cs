using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Bodega.Server.Hosting;

/// <summary>How often one network address may do something.</summary>
/// <param name="Name">Apart from other limits.</param>
/// <param name="Burst">At once.</param>
/// <param name="PerSecond">And again, from then on.</param>
internal sealed record AddressLimit(string Name, int Burst, int PerSecond)
{
    /// <summary>What may be asked without being signed in and costs a hash or a mail: 600 at once, 10 a second after that.</summary>
    public static AddressLimit Anonymous { get; } = new("anonymous", 600, 10);
}

/// <summary>Holds each network address to the surface's limits; <c>RateLimits__Enabled=false</c> switches it off. Guessing is limited elsewhere, per account.</summary>
/// <remarks>In this process only: nodes that share a database each allow the whole of it.</remarks>
internal sealed class AddressLimits(RequestDelegate next, Settings settings)
{
    public async Task InvokeAsync(HttpContext http, Buckets buckets)
    {
        if (settings.RateLimitsEnabled && http.Surface().LimitOf(http) is { } limit)
        {
            using var lease = buckets.Take(http.Surface().Key, limit, http.Connection.RemoteIpAddress ?? IPAddress.None);
            if (!lease.IsAcquired)
            {
                lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
                await http.Surface().WriteAsync(http, HttpFaults.TooManyRequests(wait));
                return;
            }
        }
        await next(http);
    }

    /// <summary>One bucket for each surface, limit and address; idle ones are thrown away.</summary>
    internal sealed class Buckets : IDisposable
    {
        private readonly PartitionedRateLimiter<(string Surface, AddressLimit Limit, IPAddress Address)> _limiter =
            PartitionedRateLimiter.Create<(string Surface, AddressLimit Limit, IPAddress Address), (string, string, IPAddress)>(request =>
                RateLimitPartition.GetTokenBucketLimiter((request.Surface, request.Limit.Name, request.Address), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = request.Limit.Burst,
                    TokensPerPeriod = request.Limit.PerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }));

        /// <summary>Takes one; IPv6 addresses count by their /64, which is what one customer of a provider has.</summary>
        public RateLimitLease Take(string surface, AddressLimit limit, IPAddress address) => _limiter.AttemptAcquire((surface, limit, NetworkOf(address)));

        public void Dispose() => _limiter.Dispose();
    }

    /// <summary>Whom a limit counts: an IPv4 address, or an IPv6 network of 64 bits, which is what one customer of a provider has.</summary>
    public static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
