//! Channels, monitors, imports and the settings of the instance.

mod types;

pub use types::{
    ChannelAccount, ChannelChange, ChannelRecord, Import, ImportError, ImportState, ImportStep, MonitorChange, NewChannel, NewImport,
    NewMonitor,
};
