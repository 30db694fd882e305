using System.Net;
using Bodega.Server.Hosting;
using Bodega.Server.Integrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bodega.Server.Tests.Integrations;

/// <summary>A house from which others are called, without a shop in it: a guard, short time limits, a log that is kept.</summary>
internal sealed class House : IAsyncDisposable
{
    public static readonly OutgoingTimes Quick = new()
    {
        PropertyManager = TimeSpan.FromSeconds(30),
        PropertyManagerAltogether = TimeSpan.FromSeconds(60),
        Google = TimeSpan.FromSeconds(30),
        Pause = TimeSpan.Zero,
    };

    private readonly ServiceProvider _services;
    private readonly KeptLog _log = new();

    public House(bool guarded = false, OutgoingTimes? times = null, TimeProvider? clock = null, ResolveName? resolve = null, Action<IServiceCollection>? adjust = null, params (string Name, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddSingleton(Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Integrations:AllowPrivateNetworks"] = guarded ? "false" : "true" })
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build()));
        OutgoingHttp.AddTo(services);
        services.AddSingleton(times ?? Quick);
        if (resolve is not null) services.AddSingleton(resolve);
        adjust?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public OutgoingHttp Http => Get<OutgoingHttp>();

    /// <summary>Every line of the log, of any level and of everybody.</summary>
    public string Log => _log.Text;

    public T Get<T>() where T : class => _services.GetRequiredService<T>();

    /// <summary>A name that leads somewhere, whatever it is, and how often it was asked for.</summary>
    public static (ResolveName Resolve, Func<int> Times) Names(params string[] addresses)
    {
        var times = 0;
        return ((_, _) =>
        {
            Interlocked.Increment(ref times);
            return Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse));
        }, () => times);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
