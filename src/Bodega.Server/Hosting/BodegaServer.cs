using System.Net;
using Bodega.Accounts;
using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Catalog.Lists;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Demo;
using Bodega.Doctor;
using Bodega.Files.Pictures;
using Bodega.Insights;
using Bodega.Kernel;
using Bodega.Mail;
using Bodega.Notifications;
using Bodega.Orders;
using Bodega.Purchasing;
using Bodega.Quotes;
using Bodega.Rentals;
using Bodega.Sales;
using Bodega.Server.Apis.Inventory;
using Bodega.Server.Apis.Ocha;
using Bodega.Server.Apis.Sidekick;
using Bodega.Server.Apis.StockManager;
using Bodega.Server.BackOffice;
using Bodega.Server.Integrations;
using Bodega.Server.Integrations.Google;
using Bodega.Server.Integrations.Pms;
using Bodega.Shops;
using Bodega.Stock;
using Bodega.Tenants;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bodega.Server.Hosting;

/// <summary>Puts the process together: settings, services, one pipeline branch for each surface.</summary>
internal static class BodegaServer
{
    /// <summary>Every surface, in the order in which the start-up table shows them.</summary>
    public static IReadOnlyList<Surface> AllSurfaces() => [new BackOfficeSurface(), new StockManagerSurface(), new InventorySurface(), new OchaSurface(), new SidekickSurface()];

    /// <summary>Builds the host; nothing is opened before it starts.</summary>
    /// <param name="configuration">All settings, aliases included.</param>
    /// <param name="adjust">Last word on the services (tests bring a clock of their own).</param>
    public static IHost Build(IConfiguration configuration, Action<IServiceCollection>? adjust = null)
    {
        var settings = Settings.Read(configuration);
        var surfaces = AllSurfaces().Select(surface => (Surface: surface, Url: Settings.UrlOf(configuration, surface))).Where(s => s.Url is not null)
            .Select(s => new ServedSurface(s.Surface, s.Url!, Settings.HostsOf(configuration, s.Surface))).ToList(); // filtered on the line above
        Refuse(surfaces);
        return new HostBuilder()
            .ConfigureHostConfiguration(host => host.AddConfiguration(configuration))
            .ConfigureLogging(logging => Logs.Configure(logging, configuration, settings))
            .ConfigureServices(services =>
            {
                services.AddSingleton(configuration).AddSingleton(settings).AddSingleton<IReadOnlyList<ServedSurface>>(surfaces);
                AddBodega(services, settings);
                foreach (var served in surfaces) served.Surface.AddServices(services);
                adjust?.Invoke(services);
            })
            .ConfigureWebHost(web => web
                .UseKestrel(kestrel => Listen(kestrel, surfaces))
                .Configure(app => Configure(app, settings, surfaces)))
            .UseConsoleLifetime(console => console.SuppressStatusMessages = true)
            .Build();
    }

    /// <summary>The capabilities' services, the same for the server and for its verbs.</summary>
    public static void AddBodega(IServiceCollection services, Settings settings)
    {
        services.AddSingleton(TimeProvider.System).AddHttpContextAccessor().AddScoped(CallerOf);
        services.AddBodegaDb(settings.ConnectionString).AddSingleton<Migrator>().AddScoped<TakeLease>().AddScoped<PurgeStaleRows>().AddHostedService<Purge>().AddHostedService<Statistics>();
        services.AddSingleton(new KeyRing(settings.KeysDirectory, settings.Keys));
        AddAccounts(services);
        AddTrade(services);
        AddCatalogue(services);
        AddPurchasing(services);
        AddMenu(services, settings);
        AddRentals(services);
        services.AddScoped<Trail>().AddScoped<FirstRun>().AddScoped<ChangeSetting>().AddScoped<SaveTenant>().AddScoped<CloseTenant>().AddScoped<DeleteTenant>().AddScoped<ResetTenant>();
        services.AddSingleton<NotificationBell>().AddScoped<Notifier>().AddScoped<MarkNotifications>().AddScoped<SendMessage>().AddHostedService<BellBetweenNodes>();
        services.AddSingleton<OutboxBell>().AddScoped<Outbox>().AddScoped<DeliverMail>().AddHostedService<MailDelivery>();
        services.AddScoped<RunDoctor>().AddScoped<FillDemo>();
        services.AddSingleton<AddressLimits.Buckets>();
        services.AddSingleton<RecentLog>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<RecentLog>());
        services.AddRouting();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddSingleton(_ => new PasswordHashGate()).AddSingleton(provider => new PasswordHasher(provider.GetRequiredService<PasswordHashGate>()));
        services.AddSingleton<GuessingLimit>().AddScoped<CheckPassword>().AddScoped<Sessions>();
        services.AddScoped<AccountReach>().AddScoped<AddMember>().AddScoped<Register>().AddScoped<CreateUser>().AddScoped<UpdateUser>().AddScoped<DisableUser>();
        services.AddScoped<ApproveApplication>().AddScoped<RejectApplication>().AddScoped<ChangeOwnEmail>().AddScoped<ChangeOwnPassword>();
        services.AddScoped<ResetCodes>().AddScoped<RequestResetCode>().AddScoped<CheckResetCode>().AddScoped<ResetPassword>();
        services.AddScoped<SignUp>().AddScoped<MailedLinks>().AddScoped<RequestResetLink>().AddScoped<ResetPasswordByLink>().AddScoped<VerifyEmail>().AddScoped<JoinOrFound>().AddScoped<Promote>();
        services.AddScoped<PlacesOfEmail>().AddScoped<PrepareMember>().AddScoped<ChangeColleague>().AddScoped<RemoveColleague>().AddScoped<Onboard>();
        services.AddSingleton<InvitationTokens>().AddScoped<Invite>().AddScoped<CancelInvitation>().AddScoped<AcceptInvitation>();
        services.AddScoped<AddAccount>().AddScoped<ResetPasswordByHand>();
        services.AddScoped<AddCompanyUser>().AddScoped<SetUserRole>().AddScoped<IssueTemporaryPassword>().AddScoped<RemoveCompanyUser>();
    }

    private static void AddTrade(IServiceCollection services)
    {
        services.AddScoped<StockLedger>().AddScoped<Reservations>().AddScoped<LowStockWatch>().AddScoped<ReorderWatch>().AddScoped<CountStock>();
        services.AddScoped<Headings>().AddScoped<CreateProduct>().AddScoped<UpdateProduct>().AddScoped<DisableProduct>().AddScoped<ActivateProduct>().AddScoped<UpdatePrices>().AddScoped<ChangeBarcode>();
        services.AddScoped<UploadProductList>().AddScoped<ImportProducts>().AddScoped<DefineAttribute>().AddScoped<RemoveAttribute>().AddScoped<SetAttributeValues>();
        OutgoingHttp.AddTo(services);
        OpenFoodFacts.AddTo(services);
        PropertyManager.AddTo(services);
        SyncContacts.AddTo(services);
        services.AddScoped<RecordSale>().AddScoped<SellProducts>().AddScoped<CorrectSale>().AddScoped<ReadSalesFigures>().AddScoped<ReadInventoryFigures>();
        services.AddScoped<CustomerAccount>().AddScoped<CreateCustomer>().AddScoped<UpdateCustomer>().AddScoped<BookPayment>().AddScoped<BookAdjustment>();
    }

    private static void AddPurchasing(IServiceCollection services)
    {
        services.AddScoped<CancelSale>().AddScoped<MakeQuote>().AddScoped<ConvertQuote>().AddScoped<CancelQuote>();
        services.AddScoped<CreateSupplier>().AddScoped<UpdateSupplier>().AddScoped<DeleteSupplier>();
        services.AddScoped<CreatePurchase>().AddScoped<ReceivePurchase>().AddScoped<CancelPurchase>().AddScoped<ReadSuggestions>();
        services.AddScoped<FreeExpiredReservations>().AddScoped<RaiseNotices>();
    }

    private static void AddCatalogue(IServiceCollection services)
    {
        services.AddScoped<ProductCodes>().AddScoped<ReplaceProduct>().AddScoped<DeleteProducts>();
        services.AddScoped<CreateCategory>().AddScoped<ChangeCategory>().AddScoped<DeleteCategories>();
        services.AddScoped<RecordMovement>().AddScoped<WithdrawMovements>().AddScoped<ImportList>();
    }

    private static void AddMenu(IServiceCollection services, Settings settings)
    {
        services.AddSingleton<MenuBell>().AddScoped<CreateMenuItem>().AddScoped<UpdateMenuItem>().AddScoped<DeleteMenuItem>();
        services.AddSingleton(new PictureStore(Path.Combine(settings.FilesDirectory, "pictures"))).AddScoped<RemoveUnusedPictures>();
        services.AddScoped<CreateShop>().AddScoped<UpdateShop>().AddScoped<DeleteShop>();
        services.AddScoped<PlaceOrder>().AddScoped<SetOrderStatus>().AddScoped<DeleteOrder>();
    }

    private static void AddRentals(IServiceCollection services)
    {
        services.AddScoped<CreateTemplate>().AddScoped<ChangeTemplate>().AddScoped<DiscardTemplate>().AddScoped<RemoveTemplate>().AddScoped<AiAllowance>().AddScoped<SaveAiConnection>().AddScoped<RemoveAiConnection>().AddScoped<SaveSystemPrompt>();
        services.AddScoped<ConnectionSecrets>().AddScoped<SyncLog>();
        services.AddScoped<CreateApartment>().AddScoped<ChangeApartment>().AddScoped<RemoveApartment>().AddScoped<SaveApartments>().AddScoped<NoteSync>().AddScoped<NoteContactExport>();
        services.AddScoped<SavePmsConnection>().AddScoped<RemovePmsConnection>().AddScoped<GoogleConsents>().AddScoped<ConnectGoogle>().AddScoped<KeepGoogleToken>().AddScoped<DisconnectGoogle>();
    }

    private static Caller CallerOf(IServiceProvider services) =>
        services.GetRequiredService<IHttpContextAccessor>().HttpContext is { } http && http.Features.Get<SurfaceFeature>() is { } feature
            ? new Caller { Surface = feature.Surface.Key, Address = http.Connection.RemoteIpAddress, RequestId = http.TraceIdentifier }
            : new Caller();

    // What Kestrel or a dictionary would refuse later without naming the setting.
    private static void Refuse(List<ServedSurface> surfaces)
    {
        if (surfaces.Count == 0) throw new BadSettingException("BackOffice:Enabled", "every surface is switched off: there is nothing to serve");
        foreach (var twice in surfaces.Where(s => s.Url.Port != 0).GroupBy(s => s.Url.Port).Where(g => g.Count() > 1))
            throw new BadSettingException($"{twice.Last().Surface.Section}:Url", $"port {twice.Key} is taken by {twice.First().Surface.Title}");
        foreach (var twice in surfaces.SelectMany(s => s.Hosts.Select(host => (host, s.Surface))).GroupBy(pair => pair.host, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            throw new BadSettingException($"{twice.Last().Surface.Section}:Hosts", $"'{twice.Key}' is given twice");
    }

    private static void Listen(KestrelServerOptions kestrel, IEnumerable<ServedSurface> surfaces)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 16 * 1024 * 1024;
        foreach (var served in surfaces)
        {
            void Serve(ListenOptions listen)
            {
                listen.ServeSurface(served.Surface);
                served.Bound.Add(listen);
            }
            if (served.Url.IsLoopback && served.Url.Port != 0 && served.Url.Host == "localhost") kestrel.ListenLocalhost(served.Url.Port, Serve);
            else if (IPAddress.TryParse(served.Url.Host.Trim('[', ']'), out var address)) kestrel.Listen(address, served.Url.Port, Serve);
            else if (served.Url.Host == "localhost") kestrel.Listen(IPAddress.Loopback, served.Url.Port, Serve);
            else kestrel.ListenAnyIP(served.Url.Port, Serve);
        }
    }

    private static void Configure(IApplicationBuilder app, Settings settings, IReadOnlyList<ServedSurface> surfaces)
    {
        app.UseForwardedHeaders(Forwarded(settings));
        app.Use((http, next) => TakeRealAddress(http, next, settings));
        var byHost = surfaces.SelectMany(served => served.Hosts.Select(host => (host, Feature: new SurfaceFeature(served.Surface))))
            .ToDictionary(pair => pair.host, pair => pair.Feature, StringComparer.OrdinalIgnoreCase);
        if (byHost.Count > 0)
            app.Use((http, next) =>
            {
                if (byHost.TryGetValue(http.Request.Host.Host, out var feature)) http.Features.Set(feature);
                return next(http);
            });
        app.UseMiddleware<RequestLog>();
        foreach (var served in surfaces)
            app.MapWhen(http => ReferenceEquals(http.Surface(), served.Surface), served.Surface.Configure);
    }

    // Where a trusted proxy names the client by X-Real-IP only (Inventory contract, accounts §3). X-Forwarded-For has been taken before, if it was there.
    private static Task TakeRealAddress(HttpContext http, RequestDelegate next, Settings settings)
    {
        if (http.Request.Headers["X-Real-IP"].ToString() is { Length: > 0 } given && !http.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName)
            && http.Connection.RemoteIpAddress is { } peer && settings.TrustedProxies.Any(proxies => proxies.Contains(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
            && IPAddress.TryParse(given.Trim(), out var client))
            http.Connection.RemoteIpAddress = client;
        return next(http);
    }

    private static ForwardedHeadersOptions Forwarded(Settings settings)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        // Every hop must be trusted, so a chain of proxies may be as long as the list says.
        options.ForwardLimit = null;
        foreach (var proxies in settings.TrustedProxies) options.KnownIPNetworks.Add(proxies);
        return options;
    }
}

/// <summary>A surface that is switched on.</summary>
/// <param name="Surface">Which.</param>
/// <param name="Url">Where it was asked to listen; port 0 = any free one.</param>
/// <param name="Hosts">Host names under which it answers on every port.</param>
internal sealed record ServedSurface(Surface Surface, Uri Url, IReadOnlyList<string> Hosts)
{
    /// <summary>Kestrel's endpoints for it.</summary>
    public List<ListenOptions> Bound { get; } = [];

    /// <summary>Where it can be reached, once the server has started.</summary>
    public Uri Address => Bound.Select(listen => listen.IPEndPoint).OfType<IPEndPoint>().FirstOrDefault() is { } bound
        ? new UriBuilder("http", Url.Host, bound.Port).Uri
        : Url;
}
