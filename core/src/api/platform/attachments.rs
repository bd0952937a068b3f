//! Attachments.

use serde_json::json;

use crate::answer::{answer, Ask};
use crate::api::{change, get, segment};
use crate::effect::Effect;
use connect_wire::{Api, Method};

answer! {
    /// An attachment: an add-on under a name in an app.
    pub struct Attachment {
        id: Option<String> = "/id",
        name: Option<String> = "/name",
        namespace: Option<String> = "/namespace",
        app: Option<String> = "/app/name",
        addon_id: Option<String> = "/addon/id",
        addon: Option<String> = "/addon/name",
        addon_app: Option<String> = "/addon/app/name",
    }
}

/// Attachments of an app.
#[must_use]
pub fn attachments_of_app(app: &str) -> Ask<Vec<Attachment>> {
    get(Api::Platform, format!("/apps/{}/addon-attachments", segment(app)))
}

/// Attachments of an add-on in every app that this login can see.
#[must_use]
pub fn attachments_of_addon(addon_id: &str) -> Ask<Vec<Attachment>> {
    get(Api::Platform, format!("/addons/{}/addon-attachments", segment(addon_id)))
}

/// Attaches an add-on to an app under a name. With `replaces` a name in use there is replaced, as `pg:promote` does; without it
/// the service refuses.
#[must_use]
pub fn attach(app: &str, addon: &str, name: &str, namespace: Option<&str>, replaces: bool) -> Effect {
    let mut body = json!({
        "addon": { "name": addon },
        "app": { "name": app },
        "name": name,
        "namespace": namespace,
    });
    if let (true, Some(body)) = (replaces, body.as_object_mut()) {
        body.insert("confirm".to_owned(), app.into());
    }
    change(Api::Platform, Method::Post, "/addon-attachments".to_owned(), Some(body))
}

/// Removes an attachment.
#[must_use]
pub fn detach(attachment_id: &str) -> Effect {
    change(Api::Platform, Method::Delete, format!("/addon-attachments/{}", segment(attachment_id)), None)
}
